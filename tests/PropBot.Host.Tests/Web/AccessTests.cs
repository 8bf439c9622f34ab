using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Auth;

namespace PropBot.Host.Tests.Web;

public sealed class AccessTests
{
    private static readonly Dictionary<OperatorRole, string> Tokens = new()
    {
        [OperatorRole.Viewer] = WebDesk.ViewerToken,
        [OperatorRole.Auditor] = WebDesk.AuditorToken,
        [OperatorRole.Operator] = WebDesk.OperatorToken,
    };

    [Fact]
    public async Task Endpoints_OfTheApp_AreExactlyTheTable()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var endpoints = EndpointsOf(desk.App).Order(StringComparer.Ordinal);
        Assert.Equal(AccessTable.Routes.Select(r => $"{r.Method} {r.Pattern}").Order(StringComparer.Ordinal), endpoints);
    }

    [Fact]
    public void Table_PublicRoutes_AreTheAgreedOnes() => Assert.Equal(
        ["GET /", "GET /health", "GET /healthz", "GET /live-readiness", "GET /metrics", "GET /ui/assets/{name}", "GET /ui/login", "POST /ui/login"],
        AccessTable.Routes.Where(r => r.Role is null).Select(r => $"{r.Method} {r.Pattern}").Order(StringComparer.Ordinal));

    [Fact]
    public void Table_WhatChangesSomething_IsForOperators() => Assert.All(
        AccessTable.Routes.Where(r => r.Method != "GET" && r.Pattern is not ("/ui/login" or "/ui/logout" or "/api/ui/config/validate")),
        r => Assert.Equal(OperatorRole.Operator, r.Role));

    [Fact]
    public async Task EveryRoute_EveryCaller_GetsWhatTheTableSays()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        foreach (RouteAccess route in AccessTable.Routes.Where(r => r.Pattern != "/ui/events"))
        {
            Assert.Equal(route.Role is null, await IsLetInAsync(desk, route, null));
            Assert.Equal(route.Role is null, await IsLetInAsync(desk, route, "not-a-token-of-ours"));
            foreach ((OperatorRole role, string token) in Tokens)
            {
                Assert.Equal(route.Role is null || role >= route.Role, await IsLetInAsync(desk, route, token));
            }
        }
    }

    /// <summary>A command is not refused for a missing or hurried content type: <c>curl -d</c> names a form's.</summary>
    [Fact]
    public async Task EveryCommandRoute_TakesItsJson_WhateverTypeIsNamed()
    {
        foreach (string? type in (string?[])["application/x-www-form-urlencoded", "text/plain", null])
        {
            await using WebDesk desk = await EngineDesks.RunningAsync();
            using HttpClient client = desk.Client();
            foreach (RouteAccess route in AccessTable.Routes.Where(r => r.Method != "GET" && r.Pattern.StartsWith("/api/", StringComparison.Ordinal)))
            {
                using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Pattern.Replace("{id}", "0", StringComparison.Ordinal));
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"reason\": \"x\"}"));
                request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
                using HttpResponseMessage answer = await client.SendAsync(request);
                Assert.True(answer.StatusCode is not (HttpStatusCode.UnsupportedMediaType or HttpStatusCode.InternalServerError), $"{route.Pattern} as {type}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task ResumeRequest_AsCurlSendsIt_IsTaken()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        using HttpClient client = desk.Client();
        await client.PostAsync("/api/ui/hold", null);
        using var content = new StringContent("{\"reason\": \"done\"}", Encoding.UTF8, "application/x-www-form-urlencoded");
        using HttpResponseMessage answer = await client.PostAsync("/api/ui/resume-request", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("done", desk.Engine!.Snapshot.Approvals[0].Reason);
    }

    [Fact]
    public void Auditor_MayWhatAViewerMay_AndNoMore() => Assert.DoesNotContain(AccessTable.Routes, r => r.Role == OperatorRole.Auditor);

    [Fact]
    public async Task UnknownPath_Stranger_LearnsNothing_Known_Gets404()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient stranger = desk.Client(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/ui/nothing")).StatusCode);
        using HttpClient viewer = desk.Client(WebDesk.ViewerToken);
        using HttpResponseMessage answer = await viewer.GetAsync("/api/ui/nothing");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("not found", (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task WrongMethod_IsRefusedAsSuch()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.DeleteAsync("/api/ui/positions")).StatusCode);
    }

    [Fact]
    public async Task RouteOutsideOfTheTable_IsRefusedToEverybody()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.App.MapGet("/api/ui/forgotten", () => "secret");
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync("/api/ui/forgotten");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("Basic b3BlcmF0b3I6b3BlcmF0b3ItdG9rZW4tMQ==")]
    [InlineData("Bearer")]
    [InlineData("Bearer operator-token-")]
    [InlineData("operator-token-1")]
    public async Task OtherAuthorization_IsUnauthorized(string header)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using HttpResponseMessage answer = await client.GetAsync("/api/ui/status");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("unauthorized", (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Answers_CarryTheHeadersThatBindABrowser()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync("/ui/dashboard");
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(new CacheControlHeaderValue { NoStore = true }, answer.Headers.CacheControl);
    }

    private static IEnumerable<string> EndpointsOf(IEndpointRouteBuilder app) =>
        from endpoint in app.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select $"{method} {AccessTable.PatternOf(endpoint)}";

    private static async Task<bool> IsLetInAsync(WebDesk desk, RouteAccess route, string? token)
    {
        using HttpClient client = desk.Client(token);
        string path = route.Pattern
            .Replace("{id}", "P000011", StringComparison.Ordinal)
            .Replace("{name}", "app.css", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), path);
        if (route.Pattern == "/ui/login")
        {
            // The page itself answers 401 or 403 to a wrong token; that it answers with a page says that the guard let it pass.
            using HttpResponseMessage page = await client.SendAsync(request);
            return page.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnsupportedMediaType;
        }

        using HttpResponseMessage answer = await client.SendAsync(request);
        return answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests);
    }
}
