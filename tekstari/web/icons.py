"""The one set of icons: 24 grid, round, stroke 1.8. One icon has one meaning."""

from typing import Final

ICONS: Final = {
    "inbox": '<path d="M4 13l2.5-8h11L20 13v6H4zM4 13h4l1.5 3h5L16 13h4"/>',
    "call": '<path d="M6 3h4l1.5 5L9 10c1 2.5 2.5 4 5 5l2-2.5 5 1.5v4c-9 2-17-6-15-15z"/>',
    "automation": '<path d="M13 3L5 14h6l-1 7 8-11h-6z"/>',
    "phone": '<rect x="7" y="3" width="10" height="18" rx="2.5"/><path d="M11 18h2"/>',
    "send": '<path d="M4 12l16-8-6 16-3-6z"/>',
    "done": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "forth": '<path d="M9 5l7 7-7 7"/>',
    "down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "details": '<rect x="3.5" y="5" width="17" height="14" rx="2"/><path d="M14.5 5v14"/>',
    "note": '<path d="M5 4h14v11l-5 5H5zM14 20v-5h5"/>',
    "writing": '<path d="M4 20l1-4L16.5 4.5l3 3L8 19z"/>',
    "attention": '<path d="M12 4l9 16H3zM12 10v4M12 17v.2"/>',
    "held": '<path d="M9 6v12M15 6v12"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3 2"/>',
    "event": '<path d="M12 3v4M12 17v4M3 12h4M17 12h4M6 6l2.5 2.5M15.5 15.5L18 18M18 6l-2.5 2.5M8.5'
    ' 15.5L6 18"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 15-5 16 0"/>',
    "why": '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.5c0-3.5 5-3.5 5 0 0 2-2.5 2-2.5 4M12 16.5v.2"/>',
    "return": '<path d="M4 9h10c7 0 7 9 0 9h-3M8 5L4 9l4 4"/>',
    "keys": '<rect x="3" y="7" width="18" height="11" rx="2"/><path d="M7 11h.2M11 11h.2M15 11h.2'
    'M17.5 11h.2M8 14.5h8"/>',
    "link": '<path d="M10 14l4-4M8 11l-2 2a3.5 3.5 0 0 0 5 5l2-2M16 13l2-2a3.5 3.5 0 0 0-5-5l-2 2"/>',
}
