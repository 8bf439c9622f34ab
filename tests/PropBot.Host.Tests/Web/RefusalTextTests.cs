using System.Reflection;
using PropBot.Core.Engine;
using PropBot.Host.Dashboard;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: whatever the engine refuses, the page that posted it says why, in both languages.</summary>
public sealed class RefusalTextTests
{
    public static TheoryData<string> Codes =>
    [
        .. typeof(CommandRefusal).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Refusal_OfEveryCode_HasItsWordsOnThePage(string code)
    {
        Assert.True(ControlForms.Refused.ContainsKey(code), code);
        await using WebDesk desk = await EngineDesks.RunningAsync();
        string english = await desk.TextAsync($"/ui/dashboard?lang=en&refused={code}");
        string russian = await desk.TextAsync($"/ui/dashboard?lang=ru&refused={code}");
        Assert.Contains(System.Net.WebUtility.HtmlEncode(ControlForms.Refused[code].English), english, StringComparison.Ordinal);
        Assert.Contains(ControlForms.Refused[code].Russian, System.Net.WebUtility.HtmlDecode(russian), StringComparison.Ordinal);
    }
}
