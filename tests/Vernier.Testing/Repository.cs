using System.Xml.Linq;

namespace Vernier.Testing;

/// <summary>The repository from which the tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The projects in <c>systems</c>, by name.</summary>
    public static IReadOnlyList<string> Systems { get; } = ProjectsIn("systems");

    /// <summary>The projects in <c>src</c> and <c>systems</c>, by name.</summary>
    public static IReadOnlyList<string> SourceProjects { get; } = [.. ProjectsIn("src"), .. Systems];

    /// <summary>The projects of <see cref="SourceProjects"/> that are not executables.</summary>
    public static IReadOnlyList<string> Libraries { get; } = [.. SourceProjects.Where(project => !HasProperty(project, "OutputType", "Exe"))];

    /// <summary>The projects that are published as packages.</summary>
    public static IReadOnlyList<string> Packages { get; } = [.. SourceProjects.Where(project => !HasProperty(project, "IsPackable", "false"))];

    public static string Folder(string project) => Path.Combine(Root, Systems.Contains(project) ? "systems" : "src", project);

    public static XDocument ProjectFile(string project) => XDocument.Load(Path.Combine(Folder(project), project + ".csproj"));

    /// <summary>The path of the compiled project, which the build copies into the folder of each test project that refers to it.</summary>
    public static string Assembly(string project) => Path.Combine(AppContext.BaseDirectory, project + ".dll");

    /// <summary>Every C# file below a folder of the root, with its text.</summary>
    public static IEnumerable<SourceFile> SourceFiles(string topFolder) =>
        Directory.EnumerateFiles(Path.Combine(Root, topFolder), "*.cs", SearchOption.AllDirectories).Order()
            .Select(file => new SourceFile(Path.GetRelativePath(Path.Combine(Root, topFolder), file).Replace('\\', '/'), File.ReadAllText(file)));

    private static bool HasProperty(string project, string name, string value) => ProjectFile(project).Descendants(name).Any(property => property.Value == value);

    private static IReadOnlyList<string> ProjectsIn(string topFolder) =>
        [.. Directory.GetFiles(Path.Combine(Root, topFolder), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order()!];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vernier.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"Vernier.slnx was not found in {AppContext.BaseDirectory} or a folder above it.");
    }
}
