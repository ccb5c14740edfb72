"""`trucewatch serve`: the workbench."""

from __future__ import annotations

from pathlib import Path

import click

from trucewatch.cli._options import FILE, tell


@click.command(short_help="Open the workbench over a record in the browser.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--agreement", "agreement_files", type=FILE, multiple=True, metavar="FILE",
    help="An agreement (TOML) to take terms, zones and dates from, beside the one that the record keeps.",
)  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8321, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes any free one."
)
@click.option(
    "--role", type=click.Choice(["viewer", "analyst", "editor", "admin"]), default="admin", show_default=True,
    help="What everybody who opens the pages may do; a viewer sees no victims' names and no unreviewed claims.",
)  # fmt: skip
def serve(folder: Path, agreement_files: tuple[Path, ...], host: str, port: int, role: str) -> None:
    """Serve the workbench over the record in DIR until it is stopped with Ctrl-C.

    Without accounts it answers this machine alone. No page asks anything of another machine.
    """
    import uvicorn

    from trucewatch.read import load_agreement
    from trucewatch.record import Store
    from trucewatch.web import LocalPeople, Role, WebSettings, check_binding, create_app

    people = LocalPeople(Role(role))
    check_binding(host, people)
    given = [load_agreement(path) for path in agreement_files]
    with Store.open(folder, create=False) as store:
        tell("Reading the record ...")
        kept = store.agreement()
        agreements = [*([kept] if kept and kept.id not in {a.id for a in given} else []), *given]
        app = create_app(store, agreements=agreements, settings=WebSettings(name=folder.resolve().name, people=people))
        tell("There are no accounts: the workbench answers this machine alone. Stop it with Ctrl-C.")
        config = uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False, access_log=False)
        server = uvicorn.Server(config)
        listening = config.bind_socket()
        shown = f"[{host}]" if ":" in host else host
        tell(f"Workbench: http://{shown}:{listening.getsockname()[1]}/")
        server.run(sockets=[listening])
