namespace PropBot.Core.Engine.Desks;

/// <summary>The rungs of the ladder on which an unequal pair is made equal; each is bounded in price, time and number.</summary>
internal enum RescueRung
{
    /// <summary>The leg that fell behind is completed within a price band.</summary>
    Complete = 1,

    /// <summary>What is too much on the leg ahead is taken off within a price band.</summary>
    Unwind = 2,

    /// <summary>The same by a reduce-only market order.</summary>
    UnwindAtMarket = 3,

    /// <summary>Neither of the pair's own venues takes an order: the excess is hedged on another one.</summary>
    ThirdVenue = 4,
}
