using Vernier.Testing;
using YamlDotNet.RepresentationModel;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>The committed files in the folder <c>deploy</c>.</summary>
internal static class Deployed
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    public static IReadOnlyList<string> Files(string folder, string pattern) => [.. Directory.GetFiles(Path.Combine(Folder, folder), pattern).Order()];

    public static YamlNode Yaml(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return stream.Documents.Single().RootNode;
    }

    public static IEnumerable<YamlNode> Items(this YamlNode node, string key) => (YamlSequenceNode)node[key];

    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode node) => ((YamlMappingNode)node).Select(entry => (entry.Key.ToString(), entry.Value));

    public static bool Has(this YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);
}
