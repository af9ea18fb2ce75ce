"""What a quarter was like, for whoever reports on the house: on a page, and in files."""

from litestar import Controller, get
from litestar.response import Response, Template

from helpline.research import panels, sheets
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction


class ReportsPage(Controller):
    path = "/desk/reports"
    opt = {"permission": Permission.REPORT_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def reports(self, tx: Transaction, quarter: str = "") -> Template:
        return Template("desk/reports.html", context=await panels.report(tx, quarter))

    @get("/{quarter:str}/csv")
    async def as_csv(self, tx: Transaction, quarter: str) -> Response[bytes]:
        report = await panels.report(tx, quarter)
        return attached(sheets.as_csv(panels.lines(report)), "text/csv; charset=utf-8", f"{report['quarter']}.csv")

    @get("/{quarter:str}/ods")
    async def as_ods(self, tx: Transaction, quarter: str) -> Response[bytes]:
        report = await panels.report(tx, quarter)
        body = sheets.as_ods(panels.lines(report), report["quarter"])
        return attached(body, sheets.ODS, f"{report['quarter']}.ods")


def attached(body: bytes, kind: str, name: str) -> Response[bytes]:
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
