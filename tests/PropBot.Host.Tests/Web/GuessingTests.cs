using System.Net;
using System.Net.Http.Json;
using PropBot.Core.Engine;
using PropBot.Host.Auth;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: whoever guesses a secret is slowed down, counted and told of, and nobody's HOLD waits for it.</summary>
public sealed class GuessingTests
{
    private const string ApproveSecret = "approve-secret";

    [Fact]
    public async Task WrongBearers_OfOneAddress_Are429AfterTen_AndARightOneIsTakenAllTheSame()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        using HttpClient guesser = desk.Client("a-guess-of-somebody");
        for (int i = 1; i <= 40; i++)
        {
            using HttpResponseMessage answer = await guesser.PostAsync("/api/ui/hold", null);
            Assert.Equal((i, i <= GuessWatch.MaxWrongBearers ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests), (i, answer.StatusCode));
            Assert.Equal(i > GuessWatch.MaxWrongBearers, answer.Headers.RetryAfter is not null);
        }

        Assert.False(desk.Control().IsHeld);
        using HttpClient known = desk.Client();
        Assert.Equal(HttpStatusCode.OK, (await known.PostAsync("/api/ui/hold", null)).StatusCode);
        Assert.True(desk.Control().IsHeld);
        Assert.Contains("propbot_wrong_secrets_total{secret=\"bearer\"} 40", await desk.TextAsync("/metrics"), StringComparison.Ordinal);

        // Told once, however long it goes on: the journal is not for a stranger to fill.
        Assert.Single(desk.Engine!.Ledger.Lines, l => l.Type == "audit" && l.Payload.Contains(new("action", "SECRET_GUESSED")) && l.Payload.Contains(new("secret", "bearer")));
        Assert.Single(desk.Engine.Snapshot.Alerts, a => a.Code == "secret_guessed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WrongSecondFactors_FiveForOneRequest_VoidIt_AndTheRightOneComesTooLate(bool onPage)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(approveToken: ApproveSecret);
        using HttpClient first = desk.Client();
        await first.PostAsync("/api/ui/hold", null);
        await RequestAsync(first);
        string id = desk.LiveApproval()!.Value.Value;
        var second = new Operator(desk, WebDesk.SecondOperatorToken);
        for (int i = 0; i < SecondFactor.MaxWrong; i++)
        {
            string said = await ConfirmAsync(second, id, $"guess-{i}", onPage);
            Assert.Contains("invalid_token", said, StringComparison.Ordinal);
        }

        ApprovalRecord after = desk.Engine!.Snapshot.Approvals[0];
        Assert.Equal((ApprovalStatus.Rejected, "clara"), (after.Status, after.DecidedBy));
        Assert.Contains("5 wrong second factors", after.Note, StringComparison.Ordinal);
        Assert.Contains("approve_token_throttled", await ConfirmAsync(second, id, ApproveSecret, onPage), StringComparison.Ordinal);
        Assert.True(desk.Control().IsHeld);

        // Another request is no way round: the person waits.
        await RequestAsync(first);
        Assert.Contains("approve_token_throttled", await ConfirmAsync(second, desk.LiveApproval()!.Value.Value, ApproveSecret, onPage), StringComparison.Ordinal);
        Assert.True(desk.Control().IsHeld);
        Assert.Contains(desk.Engine.Ledger.Lines, l => l.Type == "audit" && l.Payload.Contains(new("secret", "approve_token")) && l.Payload.Contains(new("from", "clara")));
        Assert.Contains("propbot_wrong_secrets_total{secret=\"approve_token\"} 5", await desk.TextAsync("/metrics"), StringComparison.Ordinal);
    }

    /// <summary>Without anything that waits a guess counts too: the answer must not tell for nothing whether it was right.</summary>
    [Fact]
    public async Task WrongSecondFactors_WithNothingToConfirm_CountForThePerson_AndOneWhoIsThrottledStillStops()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(approveToken: ApproveSecret);
        using HttpClient second = desk.Client(WebDesk.SecondOperatorToken);
        for (int i = 0; i <= SecondFactor.MaxWrong; i++)
        {
            using HttpResponseMessage answer = await second.PostAsJsonAsync("/api/ui/unkill-confirm", new { token = $"guess-{i}" });
            Assert.Equal(i < SecondFactor.MaxWrong ? HttpStatusCode.Conflict : HttpStatusCode.TooManyRequests, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await second.PostAsync("/api/ui/hold", null)).StatusCode);
        Assert.True(desk.Control().IsHeld);
    }

    private static async Task RequestAsync(HttpClient first)
    {
        using HttpResponseMessage asked = await first.PostAsJsonAsync("/api/ui/resume-request", new { reason = "done" });
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
    }

    private static async Task<string> ConfirmAsync(Operator person, string id, string token, bool onPage) => onPage
        ? (await person.FromBrowserAsync($"/ui/approvals/{id}/confirm", [("token", token)])).Said
        : (await person.CallAsync("/api/ui/resume-confirm", [("token", token), ("request_id", id)])).Said;
}
