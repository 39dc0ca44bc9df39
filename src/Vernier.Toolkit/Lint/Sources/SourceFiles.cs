using System.Text.Json;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Text;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads files and folders, and selects the reader by the file name extension.</summary>
internal static class SourceFiles
{
    // Links to files are followed, because Kubernetes mounts config maps as links. Links to folders can be circular and are skipped.
    private static readonly EnumerationOptions SearchedFolders = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <param name="paths">
    /// Files and folders. In folders, rule files, dashboards and .prom files are read and all others are ignored; a file that is named must be supported.
    /// </param>
    /// <param name="timeout">The time limit for reading each file.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <returns>The contents in the order of the paths, each file once. Files are read in parallel: reading takes longer than checking.</returns>
    public static IEnumerable<SourceContent> Read(IReadOnlyList<string> paths, TimeSpan timeout, CancellationToken cancellation)
    {
        HashSet<string> named = [.. paths.Where(path => !Directory.Exists(path)).Select(FullPath)];
        return paths.SelectMany(path => Directory.Exists(path) ? InFolder(path).Where(file => !named.Contains(FullPath(file.Path))) : [(path, IsNamed: true, Error: null)])
            .DistinctBy(file => FullPath(file.Path))
            .AsParallel().AsOrdered().WithCancellation(cancellation)
            .Select(file => file.Error is { } error ? new SourceContent { Findings = [error] } : Read(file.Path, file.IsNamed, timeout, cancellation));
    }

    /// <summary>Returns the files of a folder and its subfolders. A folder that cannot be listed becomes a finding and does not stop the search.</summary>
    private static IEnumerable<(string Path, bool IsNamed, LintFinding? Error)> InFolder(string folder)
    {
        try
        {
            return
            [
                .. Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is ".yml" or ".yaml" or ".json" or ".prom" && !Path.GetFileName(file).StartsWith('.'))
                    .Order(StringComparer.Ordinal).Select(file => (file, false, (LintFinding?)null)),
                .. Directory.GetDirectories(folder, "*", SearchedFolders).Order(StringComparer.Ordinal).SelectMany(InFolder),
            ];
        }
        catch (Exception exception) when (SourcePath.IsReadError(exception))
        {
            return [(folder, false, Unreadable(folder, exception))];
        }
    }

    private static string FullPath(string path) => path.Length == 0 ? path : Path.GetFullPath(path);

    private static SourceContent Read(string path, bool isNamed, TimeSpan timeout, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(timeout);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        try
        {
            return Read(path, isNamed, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var message = $"Reading the file took longer than {timeout.TotalSeconds:0.###} s.";
            return new() { Findings = [new(LintRules.FileTimeout, new(SourcePath.Relative(path), 0, 0, ""), message, LintRules.FileTimeout.Fix)] };
        }
    }

    private static SourceContent Read(string path, bool isNamed, CancellationToken cancellation)
    {
        var name = SourcePath.Relative(path);
        var extension = Path.GetExtension(path);
        string text;
        try
        {
            text = BoundedFile.ReadText(path, extension is ".yml" or ".yaml" or ".json" ? BoundedFile.MaxMebibytes : EndpointReader.MaxMebibytes);
        }
        catch (Exception exception) when (SourcePath.IsReadError(exception))
        {
            return new() { Findings = [Unreadable(path, exception)] };
        }
        return extension switch
        {
            ".yml" or ".yaml" => ReadYaml(name, text, isNamed, cancellation),
            ".json" => ReadJson(name, text, isNamed, cancellation),
            ".prom" or ".txt" or ".metrics" => ExpositionReader.Read(name, text, cancellation: cancellation),
            _ => Unsupported(name, extension.Length == 0 ? "The file has no file name extension." : $"The extension {extension} is not supported."),
        };
    }

    private static SourceContent ReadYaml(string name, string text, bool isNamed, CancellationToken cancellation)
    {
        // Folders contain other YAML files too, possibly with template syntax. Only likely rule files are parsed.
        if (!isNamed && !text.Contains("groups:", StringComparison.Ordinal))
            return new();
        var yaml = YamlFile.Read(name, text, cancellation);
        if (yaml.Findings.Count == 0 && !(yaml.Root is YamlMappingNode root && root.Children.ContainsKey("groups")))
            return isNamed ? Unsupported(name, "Not a Prometheus rule file: groups is missing.", "Use a Prometheus rule file.") : new();
        return RuleFileReader.Read(yaml);
    }

    private static SourceContent ReadJson(string name, string text, bool isNamed, CancellationToken cancellation)
    {
        if (!isNamed && !text.Contains("\"panels\"", StringComparison.Ordinal))
            return new();
        try
        {
            var root = LocatedJsonReader.Read(text, cancellation);
            return isNamed || DashboardReader.IsDashboard(root) ? DashboardReader.Read(name, root) : new();
        }
        catch (JsonException error)
        {
            (var line, var column) = LocatedJsonReader.LocationOf(text, error);
            // The message of .NET ends in the location, counted from 0.
            var problem = error.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
            return new() { Findings = [new(LintRules.JsonSyntax, new(name, line, column, ""), $"Invalid JSON: {problem}.", LintRules.JsonSyntax.Fix)] };
        }
    }

    private static SourceContent Unsupported(string name, string message, string? fix = null) =>
        new() { Findings = [new(LintRules.UnknownFile, new(name, 0, 0, ""), message, fix ?? LintRules.UnknownFile.Fix)] };

    private static LintFinding Unreadable(string path, Exception exception) =>
        new(LintRules.FileUnreadable, new(SourcePath.Relative(path), 0, 0, ""), SourcePath.DescribeReadError(path, exception), LintRules.FileUnreadable.Fix);
}
