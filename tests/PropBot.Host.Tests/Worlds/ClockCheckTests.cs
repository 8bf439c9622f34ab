using System.Net;
using PropBot.Core.Values;
using PropBot.Host.Worlds;
using PropBot.Venues;

namespace PropBot.Host.Tests.Worlds;

/// <summary>Goal: a clock that is far off is found by the date of any HTTP answer, and a silent venue is no such find.</summary>
public sealed class ClockCheckTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(4, 0, false)]
    [InlineData(-5, 0, false)]
    [InlineData(7, 0, true)]
    [InlineData(-7, 0, true)]
    [InlineData(-3600, 0, true)]
    [InlineData(-30, 30, false)]
    public async Task Read_AnAnswerWithADate_TellsWhetherTheClockIsFarOff(int aheadSeconds, int ageSeconds, bool isFarOff)
    {
        using var venue = new Answering(aheadSeconds, ageSeconds);
        ClockReading reading = await new ClockCheck(venue, new Standing()).ReadAsync(Options(), CancellationToken.None);
        Assert.Null(reading.Trouble);
        Assert.Equal(isFarOff, reading.IsFarOff);
    }

    [Fact]
    public async Task Read_NoAnswer_IsTroubleAndNotFarOff()
    {
        using var venue = new Silent();
        ClockReading reading = await new ClockCheck(venue, new Standing()).ReadAsync(Options(), CancellationToken.None);
        Assert.Equal("connection refused", reading.Trouble);
        Assert.False(reading.IsFarOff);
    }

    private static VenueOptions Options() => new()
    {
        Venue = VenueId.OkxPerp,
        Symbols = [Symbol.Parse("BTCUSDT")],
        RestAddress = new Uri("https://venue.invalid"),
        PublicStreamAddress = new Uri("wss://venue.invalid"),
        PrivateStreamAddress = new Uri("wss://venue.invalid"),
        Credentials = new VenueCredentials("k", "s", null),
    };

    private sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;

        public override long GetTimestamp() => 0;
    }

    private sealed class Answering(int aheadSeconds, int ageSeconds) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(HttpStatusCode.NotFound);
            answer.Headers.Date = Noon.AddSeconds(aheadSeconds);
            answer.Headers.Age = ageSeconds == 0 ? null : TimeSpan.FromSeconds(ageSeconds);
            return Task.FromResult(answer);
        }
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("connection refused");
    }
}
