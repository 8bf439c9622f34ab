using PropBot.Host.Api.Reports;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Sections;

internal static class FootSection
{
    public static Html Render(View view) => Html.Of(
        $"{view.T(Catalogue.BuildVersion)}: <b>{PropBotVersion.Text}</b> · {view.T(Catalogue.ConfigurationHash)}: <b>{view.Desk.Configuration.Hash}</b> ({view.Desk.Configuration.Profile}) · {view.T(Catalogue.LastEvent)} {Figures.Count(view.Snapshot.Sequence, "sequence")} · {Figures.DateAndClock(view.Now)} UTC · {view.T(Catalogue.ShiftReport)}: <a href=\"{OpsReportApi.CsvRoute}\" download=\"ops_report.csv\">CSV</a> <a href=\"{OpsReportApi.Route}\" download=\"ops_report.json\">JSON</a>");
}
