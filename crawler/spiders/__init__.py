"""Where Pages come from: live portals."""
