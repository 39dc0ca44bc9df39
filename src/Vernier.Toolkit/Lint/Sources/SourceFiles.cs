using System.Text.Json;
using Vernier.Toolkit.Lint.Findings;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads files and folders, each file by what it is.</summary>
internal static class SourceFiles
{
    private const string Kinds = "Rule files end in .yml or .yaml, dashboards in .json, metrics in .prom or .txt.";

    // A link may stand for a file, as in a folder that Kubernetes mounts; one that stands for a folder may lead back to where it is.
    private static readonly EnumerationOptions FoldersToSearch = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <param name="paths">Files, and folders: of these all rule files, dashboards and .prom files are read, and nothing is said of others.</param>
    /// <returns>What was read, in the order of the paths, of each file once. Files are read side by side: the reading takes longer than the checking.</returns>
    public static IEnumerable<SourceContent> Read(IReadOnlyList<string> paths)
    {
        HashSet<string> named = [.. paths.Where(path => !Directory.Exists(path)).Select(Full)];
        return paths.SelectMany(path => Directory.Exists(path) ? InFolder(path).Where(file => !named.Contains(Full(file.Path))) : [(path, IsNamed: true, Failure: null)])
            .DistinctBy(file => Full(file.Path))
            .AsParallel().AsOrdered().Select(file => file.Failure is { } failure ? new SourceContent { Findings = [failure] } : Read(file.Path, file.IsNamed));
    }

    /// <summary>The files of a folder and of those in it. What cannot be listed is told, and does not keep the others from being read.</summary>
    private static IEnumerable<(string Path, bool IsNamed, LintFinding? Failure)> InFolder(string folder)
    {
        try
        {
            return
            [
                .. Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is ".yml" or ".yaml" or ".json" or ".prom" && !Path.GetFileName(file).StartsWith('.'))
                    .Order(StringComparer.Ordinal).Select(file => (file, false, (LintFinding?)null)),
                .. Directory.GetDirectories(folder, "*", FoldersToSearch).Order(StringComparer.Ordinal).SelectMany(InFolder),
            ];
        }
        catch (Exception exception) when (SourcePath.IsUnreadable(exception))
        {
            return [(folder, false, Unreadable(folder, exception))];
        }
    }

    private static string Full(string path) => path.Length == 0 ? path : Path.GetFullPath(path);

    private static SourceContent Read(string path, bool isNamed)
    {
        var name = SourcePath.Relative(path);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (SourcePath.IsUnreadable(exception))
        {
            return new() { Findings = [Unreadable(path, exception)] };
        }
        return Path.GetExtension(path) switch
        {
            ".yml" or ".yaml" => ReadYaml(name, text, isNamed),
            ".json" => ReadJson(name, text, isNamed),
            ".prom" or ".txt" or ".metrics" => ExpositionReader.Read(name, text),
            _ => Unknown(name, "Nobody can tell by the name what this file is.", Kinds),
        };
    }

    private static SourceContent ReadYaml(string name, string text, bool isNamed)
    {
        // Of what lies in a folder, only what can be meant is looked at.
        if (!isNamed && !text.Contains("groups:", StringComparison.Ordinal))
            return new();
        var yaml = YamlFile.Read(name, text);
        if (yaml.Findings.Count == 0 && !(yaml.Root is YamlMappingNode root && root.Children.ContainsKey("groups")))
            return isNamed ? Unknown(name, "This is YAML, and no rule file: it has no groups.", "Name rule files of Prometheus.") : new();
        return RuleFileReader.Read(yaml);
    }

    private static SourceContent ReadJson(string name, string text, bool isNamed)
    {
        if (!isNamed && !text.Contains("\"panels\"", StringComparison.Ordinal))
            return new();
        try
        {
            var root = JsonPartReader.Read(text);
            return isNamed || DashboardReader.IsDashboard(root) ? DashboardReader.Read(name, root) : new();
        }
        catch (JsonException mistake)
        {
            // .NET counts from 0, and puts the place at the end of its message, too.
            (var line, var column) = JsonPartReader.PlaceOf(text, mistake);
            var problem = mistake.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
            return new()
            {
                Findings = [new(LintRules.JsonSyntax, new(name, line, column, ""), $"This is not JSON: {problem}.",
                    "Correct it; nothing else of the file was checked.")],
            };
        }
    }

    private static SourceContent Unknown(string name, string reason, string mend) => new() { Findings = [new(LintRules.UnknownFile, new(name, 0, 0, ""), reason, mend)] };

    private static LintFinding Unreadable(string path, Exception exception) =>
        new(LintRules.FileUnreadable, new(SourcePath.Relative(path), 0, 0, ""), SourcePath.WhyUnreadable(path, exception), "Correct the path, or let it be read.");
}
