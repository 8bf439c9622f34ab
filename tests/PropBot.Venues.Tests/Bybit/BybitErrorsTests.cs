using PropBot.Core.Execution;
using PropBot.Venues.Bybit;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitErrorsTests
{
    [Theory]
    [InlineData(-1, RefusalKind.ClockSkew)]
    [InlineData(10_001, RefusalKind.InvalidRequest)]
    [InlineData(10_002, RefusalKind.ClockSkew)]
    [InlineData(10_003, RefusalKind.Unauthorized)]
    [InlineData(10_006, RefusalKind.RateLimited)]
    [InlineData(10_018, RefusalKind.RateLimited)]
    [InlineData(110_001, RefusalKind.OrderNotFound)]
    [InlineData(110_003, RefusalKind.PriceOutOfBand)]
    [InlineData(110_007, RefusalKind.InsufficientMargin)]
    [InlineData(110_010, RefusalKind.OrderNotFound)]
    [InlineData(110_017, RefusalKind.ReduceOnlyRejected)]
    [InlineData(110_072, RefusalKind.DuplicateClientOrderId)]
    [InlineData(110_094, RefusalKind.InvalidRequest)]
    public void OutcomeOf_Refusal_KeepsCodeAndText(int code, RefusalKind expected)
    {
        VenueOutcome.Refused refused = Assert.IsType<VenueOutcome.Refused>(BybitErrors.OutcomeOf(code, "why"));

        Assert.Equal(new VenueRefusal(expected, code.ToString(), "why"), refused.Refusal);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(10_016)]
    [InlineData(10_019)]
    [InlineData(170_001)]
    [InlineData(999_999)] // not in the table: it proves nothing
    public void OutcomeOf_TroubleAtTheVenue_IsUnknown(int code) => Assert.IsType<VenueOutcome.Unknown>(BybitErrors.OutcomeOf(code, "trouble"));
}
