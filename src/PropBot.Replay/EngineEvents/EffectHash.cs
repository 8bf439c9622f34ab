using System.Security.Cryptography;
using System.Text.Json;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Replay.Backtest;

namespace PropBot.Replay.EngineEvents;

/// <summary>One number for everything an engine decided: two runs with the same one are the same, byte for byte.</summary>
public sealed class EffectHash : IEngineObserver, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Effects so far.</summary>
    public long Count { get; private set; }

    /// <summary>Lower-case hexadecimal SHA-256 over the effects' JSON, each with the number of its event.</summary>
    public string Value => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void OnInput(in EngineInput input)
    {
    }

    public void OnEffects(in EngineInput input, IReadOnlyList<Effect> effects)
    {
        for (int i = 0; i < effects.Count; i++)
        {
            Count++;
            _hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(input.Sequence));
            _hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(effects[i], EngineJson.Options));
        }
    }

    public void Dispose() => _hash.Dispose();
}
