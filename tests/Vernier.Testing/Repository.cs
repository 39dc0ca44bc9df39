using System.Xml.Linq;

namespace Vernier.Testing;

/// <summary>The repository that the tests were built from, found from their own folder upward.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The projects in <c>src</c>, by name.</summary>
    public static IReadOnlyList<string> SourceProjects { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order()!];

    public static string Folder(string project) => Path.Combine(Root, "src", project);

    public static XDocument ProjectFile(string project) => XDocument.Load(Path.Combine(Folder(project), project + ".csproj"));

    /// <summary>The compiled project: the references of the tests bring each of them into their folder.</summary>
    public static string Assembly(string project) => Path.Combine(AppContext.BaseDirectory, project + ".dll");

    /// <summary>Every C# file below a folder of the root, with what stands in it.</summary>
    public static IEnumerable<SourceFile> SourceFiles(string topFolder) =>
        Directory.EnumerateFiles(Path.Combine(Root, topFolder), "*.cs", SearchOption.AllDirectories).Order()
            .Select(file => new SourceFile(Path.GetRelativePath(Path.Combine(Root, topFolder), file).Replace('\\', '/'), File.ReadAllText(file)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vernier.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No Vernier.slnx above {AppContext.BaseDirectory}.");
    }
}
