using PropBot.Core.Execution;
using PropBot.Venues.Okx;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxErrorsTests
{
    [Theory]
    [InlineData("50011", RefusalKind.RateLimited)]
    [InlineData("50013", RefusalKind.VenueUnavailable)]
    [InlineData("50001", RefusalKind.VenueUnavailable)]
    [InlineData("50102", RefusalKind.ClockSkew)]
    [InlineData("50113", RefusalKind.Unauthorized)]
    [InlineData("51000", RefusalKind.InvalidRequest)]
    [InlineData("51006", RefusalKind.PriceOutOfBand)]
    [InlineData("51008", RefusalKind.InsufficientMargin)]
    [InlineData("51016", RefusalKind.DuplicateClientOrderId)]
    [InlineData("51028", RefusalKind.InstrumentNotTrading)]
    [InlineData("51112", RefusalKind.ReduceOnlyRejected)]
    [InlineData("51121", RefusalKind.InvalidRequest)]
    [InlineData("51169", RefusalKind.ReduceOnlyRejected)]
    [InlineData("51400", RefusalKind.OrderNotFound)]
    [InlineData("51603", RefusalKind.OrderNotFound)]
    [InlineData("99999", RefusalKind.Unmapped)]
    public void OutcomeOf_Refusal_KeepsCodeAndText(string code, RefusalKind expected)
    {
        VenueOutcome.Refused refused = Assert.IsType<VenueOutcome.Refused>(OkxErrors.OutcomeOf(code, "why"));

        Assert.Equal(new VenueRefusal(expected, code, "why"), refused.Refusal);
    }

    [Theory]
    [InlineData("50004")]
    [InlineData("50026")]
    [InlineData("51149")]
    public void OutcomeOf_TimeOutAtTheVenue_IsUnknown(string code) =>
        Assert.IsType<VenueOutcome.Unknown>(OkxErrors.OutcomeOf(code, "timeout"));
}
