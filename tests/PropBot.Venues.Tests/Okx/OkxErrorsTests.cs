using PropBot.Core.Execution;
using PropBot.Venues.Okx;
using PropBot.Venues.Rest;

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
    [InlineData("51503", RefusalKind.OrderNotFound)]
    [InlineData("51511", RefusalKind.WouldTakeLiquidity)]
    [InlineData("51513", RefusalKind.RateLimited)]
    [InlineData("50037", RefusalKind.VenueUnavailable)]
    [InlineData("51004_1102", RefusalKind.InsufficientMargin)]
    [InlineData("54012", RefusalKind.InstrumentNotTrading)]
    [InlineData("60011", RefusalKind.Unauthorized)]
    public void OutcomeOf_Refusal_KeepsCodeAndText(string code, RefusalKind expected)
    {
        VenueOutcome.Refused refused = Assert.IsType<VenueOutcome.Refused>(OkxErrors.OutcomeOf(code, "why"));

        Assert.Equal(new VenueRefusal(expected, code, "why"), refused.Refusal);
    }

    [Theory]
    [InlineData("50004")]
    [InlineData("50026")]
    [InlineData("51149")]
    [InlineData("51412")]
    // Not in the table: proves nothing.
    [InlineData("99999")]
    [InlineData("1")]
    public void OutcomeOf_TimeOutAtTheVenueOrCodeNobodyKnows_IsUnknown(string code) =>
        Assert.IsType<VenueOutcome.Unknown>(OkxErrors.OutcomeOf(code, "timeout"));

    [Theory]
    [InlineData("31", RefusalKind.WouldTakeLiquidity)]
    [InlineData("3", RefusalKind.InsufficientMargin)]
    [InlineData("27", RefusalKind.PriceOutOfBand)]
    [InlineData("17", RefusalKind.ReduceOnlyRejected)]
    [InlineData("1", null)]
    [InlineData("13", null)]
    [InlineData("14", null)]
    [InlineData("", null)]
    public void KindOfCancel_WhatTheVenueCancelledByItself_HasItsReason(string source, RefusalKind? expected) =>
        Assert.Equal(expected, OkxErrors.KindOfCancel(source));

    [Fact]
    public void OutcomeOf_EveryStatusThatIsACertainRefusal_HasItsKind() => Assert.All(
        Enumerable.Range(300, 200).Where(CertainStatus.IsRefusal),
        status => Assert.IsType<VenueOutcome.Refused>(OkxErrors.OutcomeOf($"http{status}", "")));
}
