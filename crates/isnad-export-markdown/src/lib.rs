//! Briefing to Markdown
