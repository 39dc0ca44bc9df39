using Vernier.AspNetCore.Configuration;
using Vernier.Toolkit.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vernier.Host.Configuration;

/// <summary>Reads a YAML file into configuration keys: the parts of a key are joined by colons, and the entries of a list are numbered.</summary>
internal static class YamlFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="numberKeys">The keys whose values must not be quoted.</param>
    /// <param name="errors">Receives an error for each quoted number, with the line and the column.</param>
    /// <exception cref="ConfigurationException">The file is not valid YAML, or not a single mapping; the message has the line and the column.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path, IReadOnlyList<string> numberKeys, List<string> errors) =>
        Parse(path, BoundedFile.ReadText(path), numberKeys, errors);

    /// <summary>Does the same as <see cref="Read"/> with the text of a file.</summary>
    public static IReadOnlyDictionary<string, string?> Parse(string path, string text, IReadOnlyList<string> numberKeys, List<string> errors)
    {
        var documents = ReadDocuments(path, text);
        if (documents.Count > 1)
            throw Error(path, documents[1].RootNode.Start, "only one YAML document per file is allowed.");
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var quoted = new List<KeyValuePair<string, YamlScalarNode>>();
        if (documents.Count > 0)
            Add(settings, quoted, path, "", documents[0].RootNode is YamlMappingNode root ? root : throw Error(path, documents[0].RootNode.Start, "the file must be a mapping of keys to values."));
        errors.AddRange(quoted.Where(scalar => numberKeys.Contains(scalar.Key, StringComparer.OrdinalIgnoreCase)).Select(scalar => ErrorText(
            path, scalar.Value.Start, new OptionFailure(scalar.Key, $"\"{scalar.Value.Value}\"", "must be a number without quotes").ToString())));
        return settings;
    }

    private static IList<YamlDocument> ReadDocuments(string path, string text)
    {
        try
        {
            return YamlReader.Read(text);
        }
        catch (YamlException exception)
        {
            throw Error(path, exception.Start, $"{exception.Message.TrimEnd('.')}.");
        }
    }

    private static void Add(Dictionary<string, string?> settings, List<KeyValuePair<string, YamlScalarNode>> quoted, string path, string key, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach ((var name, var value) in mapping.Children)
                    Add(settings, quoted, path, Join(key, ((YamlScalarNode)name).Value!), value);
                break;
            case YamlSequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                    Add(settings, quoted, path, Join(key, $"{i}"), sequence.Children[i]);
                break;
            case YamlScalarNode scalar when !settings.TryAdd(key, IsNull(scalar) ? null : scalar.Value):
                throw Error(path, scalar.Start, $"duplicate key '{key}'.");
            case YamlScalarNode { Style: not ScalarStyle.Plain } scalar:
                quoted.Add(new(key, scalar));
                break;
        }
    }

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";

    private static bool IsNull(YamlScalarNode scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    private static ConfigurationException Error(string path, Mark mark, string message) => new(ErrorText(path, mark, message));

    private static string ErrorText(string path, Mark mark, string message) => $"{path}, line {mark.Line}, column {mark.Column}: {message}";
}
