"""`trucewatch serve`: the workbench."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import FILE, RECORD, tell
from trucewatch.cli._progress import progress

if TYPE_CHECKING:
    from trucewatch.record import Address
    from trucewatch.web.sessions import AccountPeople


@click.command(short_help="Open the workbench over a record in the browser.")
@click.argument("address", metavar="DIR", type=RECORD)
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
    help="Without accounts, what everybody who opens the pages may do; a viewer sees no victims' names.",
)  # fmt: skip
@click.option(
    "--name", "names", multiple=True, metavar="HOST",
    help="A name under which browsers reach the server, beside localhost and the address it listens on.",
)  # fmt: skip
@click.option(
    "--accounts", "accounts_folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder that holds the accounts, where they do not stand with the record.",
)  # fmt: skip
@click.option(
    "--openid", "openid_file", type=FILE, metavar="FILE",
    help="Let people sign in through an OpenID Connect provider too (TOML; docs/people.md).",
)  # fmt: skip
@click.option("--certificate", type=FILE, metavar="FILE", help="Serve over https with this certificate chain (PEM).")
@click.option("--key", type=FILE, metavar="FILE", help="The private key of the certificate (PEM).")
@click.option(
    "--extractor", type=click.Choice(["model", "rules"]), default="model", show_default=True,
    help="What finds the claims of reports that are posted.",
)  # fmt: skip
@click.option(
    "--tiles", metavar="ADDRESS",
    help="Let browsers take pictures of the map from a tile server, https://HOST/{z}/{x}/{y}.png: it then learns what "
    "part of the map is looked at. Without it no page asks anything of another machine.",
)  # fmt: skip
@click.option("--tiles-credit", default="", metavar="WORDS", help="Who made the tiles, as their terms ask.")
def serve(
    address: Address,
    agreement_files: tuple[Path, ...],
    host: str,
    port: int,
    role: str,
    names: tuple[str, ...],
    accounts_folder: Path | None,
    openid_file: Path | None,
    certificate: Path | None,
    key: Path | None,
    extractor: str,
    tiles: str | None,
    tiles_credit: str,
) -> None:
    """Serve the workbench over the record in DIR until it is stopped with Ctrl-C.

    Without accounts it answers this machine alone; `trucewatch accounts add` makes the first. No page asks anything of
    another machine, unless --tiles names one; with --openid the server itself asks the provider that the file names,
    and nobody else.
    """
    import uvicorn

    from trucewatch.errors import UsageError
    from trucewatch.read import load_agreement
    from trucewatch.record import Store
    from trucewatch.web import LocalPeople, Role, WebSettings, check_binding, create_app
    from trucewatch.web.sessions import AccountPeople
    from trucewatch.web.settings import LOOPBACK_NAMES, is_loopback
    from trucewatch.web.tiles import tiles_of

    if (certificate is None) != (key is None):
        raise UsageError("https needs both --certificate and --key")
    map_tiles = tiles_of(tiles, tiles_credit) if tiles else None
    people = _people(accounts_folder or address, openid_file) or LocalPeople(Role(role))
    public = people.openid.provider.host if isinstance(people, AccountPeople) and people.openid else host
    check_binding(host, people)
    given = [load_agreement(path) for path in agreement_files]
    with Store.open(address, create=False) as store:
        tell("Reading the record ...")
        kept = store.agreement()
        agreements = [*([kept] if kept and kept.id not in {a.id for a in given} else []), *given]
        settings = WebSettings(
            name=address.resolve().name if isinstance(address, Path) else address.database or "record",
            people=people,
            hosts=tuple(dict.fromkeys((*LOOPBACK_NAMES, host, public, *names))),
            extractor=extractor,
            tiles=map_tiles,
        )
        with progress() as told:
            app = create_app(store, agreements=agreements, settings=settings, progress=told)
        if isinstance(people, LocalPeople):
            tell("There are no accounts: the workbench answers this machine alone. Stop it with Ctrl-C.")
        elif not is_loopback(host) and certificate is None:
            tell("Passwords are not encrypted on the way: give --certificate and --key, or put a proxy before it.")
        if map_tiles:
            tell(f"Browsers ask {map_tiles.origin} for pictures of the map: it learns what part of it is looked at.")
        config = uvicorn.Config(
            app, host=host, port=port, log_level="warning", server_header=False, access_log=False,
            ssl_certfile=certificate, ssl_keyfile=key, timeout_keep_alive=15, limit_concurrency=200,
        )  # fmt: skip
        server = uvicorn.Server(config)
        listening = config.bind_socket()
        shown = f"[{host}]" if ":" in host else host
        tell(f"Workbench: http{'s' if certificate else ''}://{shown}:{listening.getsockname()[1]}/")
        try:
            server.run(sockets=[listening])
        finally:
            if isinstance(people, AccountPeople):
                people.accounts.close()


def _people(place: Address, openid_file: Path | None) -> AccountPeople | None:
    """The people with accounts in a place; null where nobody has one, or could get one by signing in elsewhere."""
    from trucewatch.errors import UsageError
    from trucewatch.record.store import utc_now
    from trucewatch.web.accounts import Accounts
    from trucewatch.web.sessions import AccountPeople

    if openid_file is None:
        found = Accounts.beside(place, now=utc_now)
        return AccountPeople.of(found) if found else None
    try:
        from trucewatch.web._openid_http import ProviderHttp
        from trucewatch.web.openid import OpenId, load_provider
    except ModuleNotFoundError as error:
        raise UsageError(
            f"what signs in elsewhere is not installed: {error.name}", remedy="pip install 'trucewatch[openid]'"
        ) from error
    provider, secret = load_provider(openid_file)
    openid = OpenId(provider, secret, http=ProviderHttp(), now=utc_now)
    return AccountPeople.of(Accounts.of(place, now=utc_now), openid)
