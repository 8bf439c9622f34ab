using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PropBot.Host.Configuration;

/// <summary>Reads a YAML text that is one mapping, and says where it is broken.</summary>
internal static class YamlText
{
    /// <param name="keys">What the mapping is made of, for people.</param>
    /// <exception cref="ConfigException">It is no such text.</exception>
    public static YamlMappingNode Load(string yaml, string keys)
    {
        var events = new Parser(new StringReader(yaml));
        try
        {
            var stream = new YamlStream();
            stream.Load(events);
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode mapping)
            {
                return mapping;
            }
        }
        catch (YamlException broken)
        {
            throw Broken(broken.Start.Line, $", column {broken.Start.Column}: {broken.InnerException?.Message ?? broken.Message}");
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up like this on some unclosed brackets; what it last understood says where.
            throw Broken(events.Current?.End.Line ?? 1, " or after it: a bracket or quote is not closed");
        }

        throw new ConfigException([new ConfigFault("(file)", $"must be one mapping with the keys {keys}")]);
    }

    private static ConfigException Broken(long line, string what) => new([new ConfigFault("(file)", $"broken YAML at line {line}{what}")]);
}
