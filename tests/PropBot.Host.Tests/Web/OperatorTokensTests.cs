using PropBot.Host.Auth;

namespace PropBot.Host.Tests.Web;

public sealed class OperatorTokensTests
{
    [Fact]
    public void Parse_BothVariables_NamesEverybody()
    {
        OperatorTokens tokens = OperatorTokens.Parse("the-api-token", "anna:viewer:anna-token, boris : Operator : boris:to:ken");
        Assert.Equal(new OperatorIdentity("api", OperatorRole.Operator), tokens.Find("the-api-token"));
        Assert.Equal(new OperatorIdentity("anna", OperatorRole.Viewer), tokens.Find("anna-token"));
        // Only the first two colons separate: a token may have more of them.
        Assert.Equal(new OperatorIdentity("boris", OperatorRole.Operator), tokens.Find("boris:to:ken"));
        Assert.Null(tokens.Find("the-api-toke"));
        Assert.Null(tokens.Find(""));
    }

    [Fact]
    public void Parse_Nothing_KnowsNobody() => Assert.Equal(0, OperatorTokens.Parse(null, " ").Count);

    [Theory]
    [InlineData("anna:viewer", "name:role:token")]
    [InlineData("anna:boss:anna-token", "boss")]
    [InlineData("anna:3:anna-token", "'3'")]
    [InlineData(":viewer:anna-token", "name")]
    [InlineData("anna:viewer:short", "5 characters")]
    [InlineData("anna:viewer:anna-token,ANNA:viewer:other-token", "named twice")]
    [InlineData("anna:viewer:anna-token, ANNA :operator:other-token", "named twice")]
    [InlineData("anna:operator:anna-token,аnna:operator:other-tok", "looks like another one")]
    [InlineData("Борис:operator:anna-token,БОРИС:operator:other-token", "named twice")]
    [InlineData("anna:operator:anna-token,an\u200Bna:operator:other-token", "letters, digits")]
    [InlineData("andre\u0301:operator:anna-token", "letters, digits")]
    [InlineData("anna b:operator:anna-token", "letters, digits")]
    [InlineData("anna:viewer:anna-token,boris:viewer:anna-token", "same token")]
    [InlineData("api:viewer:other-token", "named twice")]
    public void Parse_WrongEntry_SaysWhichWithoutItsToken(string entries, string said)
    {
        FormatException wrong = Assert.Throws<FormatException>(() => OperatorTokens.Parse("the-api-token", entries));
        Assert.Contains(said, wrong.Message);
        Assert.DoesNotContain("anna-token", wrong.Message);
        Assert.DoesNotContain("other-token", wrong.Message);
    }

    [Fact]
    public void Token_AsText_IsHidden() =>
        Assert.Equal("anna:Viewer", new OperatorToken("anna", OperatorRole.Viewer, "anna-token").ToString());
}
