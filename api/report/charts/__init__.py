"""Small charts drawn as SVG text: no library, no script, a title on every mark that carries a figure."""
