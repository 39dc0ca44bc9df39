using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Vernier.Dev;

/// <summary>
/// Measures which lines and branches of <c>src</c> and <c>systems</c> the in-process tests execute. The end-to-end tests are not included: they run the
/// products in other processes.
/// </summary>
internal static class Coverage
{
    private const string Page = "docs/coverage.md";
    private const string Package = "coverlet.msbuild";

    public static int Run()
    {
        if (Solution.Build([]) != 0)
            return 1;
        var reports = Directory.CreateTempSubdirectory("vernier-coverage-");
        try
        {
            var coverage = new CoveredCode();
            // The architecture tests read the compiled assemblies and do not execute them.
            foreach (var project in Solution.InProcessTests().Where(project => !project.Contains("Architecture", StringComparison.Ordinal)))
            {
                var name = Path.GetFileNameWithoutExtension(project);
                var report = Path.Combine(reports.FullName, name + ".json");
                var exitCode = Shell.Run("dotnet", ["msbuild", "dev/coverage.proj", "-nologo", "-verbosity:minimal", $"-property:CoverletFolder={ToolFolder()}",
                    $"-property:TestAssembly={Path.GetFullPath($"artifacts/bin/{name}/debug/{name}.dll")}", $"-property:Report={report}"]);
                if (exitCode != 0 || !File.Exists(report))
                    return Fail($"The coverage of {name} could not be measured (exit code {exitCode}).");
                coverage.AddReport(File.ReadAllText(report));
            }
            var page = PageOf(coverage.Table(), TimeProvider.System.GetUtcNow());
            File.WriteAllText(Page, page);
            Console.WriteLine(page);
            return 0;
        }
        finally
        {
            reports.Delete(recursive: true);
        }
    }

    private static string PageOf(string table, DateTimeOffset date) => $"""
        # Test coverage

        Lines and branches that the in-process tests execute, measured on {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} with coverlet by
        `dotnet run dev.cs -- coverage`, which rewrites this page. The end-to-end tests with real servers run the products in other processes and are not included.

        {table}
        """;

    private static string ToolFolder()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var version = XDocument.Load("Directory.Packages.props").Descendants("PackageVersion").Single(package => package.Attribute("Include")?.Value == Package).Attribute("Version")!.Value;
        return Path.Combine(packages, Package, version, "build");
    }

    private static int Fail(string reason)
    {
        Console.Error.WriteLine(reason);
        return 1;
    }
}

/// <summary>The lines and branches of all reports: one that is executed by the tests of any project is covered.</summary>
internal sealed class CoveredCode
{
    private readonly Dictionary<string, Dictionary<string, bool>> _lines = [];
    private readonly Dictionary<string, Dictionary<string, bool>> _branches = [];

    /// <summary>Adds a report in coverlet's JSON format: assembly, file, type, method, then its lines and branches with their hits.</summary>
    public void AddReport(string report)
    {
        using var json = JsonDocument.Parse(report);
        foreach (var assembly in json.RootElement.EnumerateObject())
        {
            var project = Path.GetFileNameWithoutExtension(assembly.Name);
            foreach (var (file, method) in assembly.Value.EnumerateObject().SelectMany(file => file.Value.EnumerateObject().SelectMany(type => type.Value.EnumerateObject()).Select(method => (file.Name, method))))
            {
                foreach (var line in method.Value.GetProperty("Lines").EnumerateObject())
                    Add(_lines, project, $"{file}:{line.Name}", line.Value.GetInt32());
                foreach (var branch in method.Value.GetProperty("Branches").EnumerateArray())
                    Add(_branches, project, $"{file}:{method.Name}:{branch.GetProperty("Offset")}:{branch.GetProperty("Path")}", branch.GetProperty("Hits").GetInt32());
            }
        }
    }

    public string Table()
    {
        var table = new StringBuilder("| Project | Lines | Covered | Branches | Covered |\n| --- | --: | --: | --: | --: |\n");
        foreach (var project in _lines.Keys.Order(StringComparer.Ordinal))
            table.Append(Row(project, [.. _lines[project].Values], [.. _branches.GetValueOrDefault(project, []).Values]));
        table.Append(Row("**All**", [.. _lines.Values.SelectMany(lines => lines.Values)], [.. _branches.Values.SelectMany(branches => branches.Values)]));
        return table.ToString();
    }

    private static void Add(Dictionary<string, Dictionary<string, bool>> all, string project, string key, int hits)
    {
        if (!all.TryGetValue(project, out var own))
            all[project] = own = [];
        own[key] = own.GetValueOrDefault(key) || hits > 0;
    }

    private static string Row(string name, bool[] lines, bool[] branches) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {lines.Length:N0} | {Percent(lines)} | {branches.Length:N0} | {Percent(branches)} |\n");

    private static string Percent(bool[] all) =>
        all is [] ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * all.Count(covered => covered) / all.Length:0.0} %");
}
