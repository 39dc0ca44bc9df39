using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vernier.Host.Configuration;

/// <summary>Reads a YAML file into configuration keys: the parts of a key are joined by colons, the entries of a list are numbered.</summary>
internal static class YamlFile
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="ConfigurationException">It is not YAML, or not one mapping; the message has the line and the column.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(path);
        var parser = new Parser(reader);
        try
        {
            yaml.Load(parser);
        }
        catch (YamlException exception)
        {
            throw Mistake(path, exception.Start, exception.Message);
        }
        catch (InvalidOperationException)
        {
            // What the parser throws when a list or mapping is never closed; it says no place, so it is that of the last thing understood.
            throw Mistake(path, parser.Current?.End ?? Mark.Empty, "a list or mapping is not closed after this.");
        }

        if (yaml.Documents.Count > 1)
            throw Mistake(path, yaml.Documents[1].RootNode.Start, "a second document begins; only one is allowed.");
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (yaml.Documents.Count > 0)
            Add(settings, path, "", yaml.Documents[0].RootNode is YamlMappingNode root ? root : throw Mistake(path, yaml.Documents[0].RootNode.Start, "the file is not a mapping of keys to values."));
        return settings;
    }

    private static void Add(Dictionary<string, string?> settings, string path, string key, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach ((var name, var value) in mapping.Children)
                    Add(settings, path, Join(key, (name as YamlScalarNode)?.Value ?? throw Mistake(path, name.Start, "a key is not plain text.")), value);
                break;
            case YamlSequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                    Add(settings, path, Join(key, $"{i}"), sequence.Children[i]);
                break;
            case YamlScalarNode scalar when !settings.TryAdd(key, IsNull(scalar) ? null : scalar.Value):
                throw Mistake(path, scalar.Start, $"the key {key} is there twice.");
        }
    }

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";

    private static bool IsNull(YamlScalarNode scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    private static ConfigurationException Mistake(string path, Mark place, string what) => new($"{path}, line {place.Line}, column {place.Column}: {what}");
}
