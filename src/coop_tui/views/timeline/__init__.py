"""The timeline: scale, lanes, chart and page."""
