"""`quarterhour serve`: the HTTP service, on this machine only."""

from pathlib import Path
from typing import Annotated

import typer

from api.words import Words


def add(app: typer.Typer, words: Words) -> None:
    """Add the command."""

    @app.command(help=words("cli.help_serve"))
    def serve(
        root: Annotated[Path, typer.Option(envvar="QUARTERHOUR_ROOT", help=words("cli.help_root"))] = Path(
            "out/service"
        ),
        host: Annotated[str, typer.Option(help=words("cli.help_host"))] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=1, max=65535, help=words("cli.help_port"))] = 8321,
        slots: Annotated[int, typer.Option(min=1, max=16, help=words("cli.help_slots"))] = 1,
        keys: Annotated[Path | None, typer.Option(help=words("cli.help_keys"))] = None,
    ) -> None:
        import uvicorn

        from api.cli import console
        from api.cli.errors import USAGE, refuse, user_errors
        from api.http import Configuration, create_app, is_loopback
        from api.http.roles import KeysError, read_keys

        if not is_loopback(host):
            console.notes.print(words("http.loopback_only", host=host))
            raise typer.Exit(USAGE)
        with user_errors(words):
            try:
                known = {} if keys is None else read_keys(keys)
            except KeysError as error:
                refuse("\n".join(words("http.bad_keys", place=place) for place in error.places))
            application = create_app(Configuration(root=root, slots=slots, keys=known))
            console.notes.print(words("cli.serving", url=f"http://{host}:{port}/", root=root))
            uvicorn.run(application, host=host, port=port, log_level="warning")
