using System.Globalization;

namespace PropBot.Cli.Acceptance;

/// <summary>One line per check: whether it is as promised, its name, what was seen.</summary>
internal sealed class AcceptanceReport(TextWriter output)
{
    private int _checks;
    private int _failed;

    public bool IsGreen => _checks > 0 && _failed == 0;

    public void Section(string title) => output.WriteLine(title);

    public void Check(string name, bool isOk, string seen)
    {
        _checks++;
        if (!isOk)
        {
            _failed++;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(isOk ? "ok" : "FAILED"),-6}  {name,-23}  {seen}"));
        output.Flush();
    }

    public void Conclude() => output.WriteLine(IsGreen
        ? $"Acceptance: {_checks} checks, all ok"
        : $"Acceptance: {_checks} checks, {_failed} FAILED: not to be released");
}
