"""The matrix of sectors and meetings, or plans: what it says, and its drawing."""
