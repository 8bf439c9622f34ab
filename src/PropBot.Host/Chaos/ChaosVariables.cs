namespace PropBot.Host.Chaos;

/// <summary>The environment variables of chaos.</summary>
internal static class ChaosVariables
{
    public const string Feature = "FEATURE_CHAOS";
    public const string Profile = "CHAOS_PROFILE";
    public const string WsDrop = "CHAOS_WS_DROP_P";
    public const string RestTimeout = "CHAOS_REST_TIMEOUT_P";
    public const string OrderDelay = "CHAOS_ORDER_DELAY_MS";
    public const string Seed = "CHAOS_SEED";
    public const string LiveConfirm = "CHAOS_LIVE_CONFIRM";
}
