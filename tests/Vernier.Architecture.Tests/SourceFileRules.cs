using Vernier.Testing;

namespace Vernier.Architecture.Tests;

/// <summary>The rules for source files. Each returns one line for each violation.</summary>
internal static class SourceFileRules
{
    public const int MaxLines = 400;
    public const int MaxFilesInFolder = 26;

    private static readonly string[] ExtensionNamespaces = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder"];

    public static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Lines > MaxLines).Select(file => $"{file.Path} has {file.Lines} lines; split it (at most {MaxLines}).");

    public static IEnumerable<string> TooManyFiles(IEnumerable<SourceFile> files) =>
        files.GroupBy(file => file.Folder).Where(folder => folder.Count() > MaxFilesInFolder)
            .Select(folder => $"{folder.Key} has {folder.Count()} files; merge small types or split the folder (at most {MaxFilesInFolder}).");

    /// <summary>
    /// A file declares at most one class, struct or interface, and has its name. Enums, records, delegates, exceptions and attributes of the same concern may share the
    /// file, or form a file with a name of their common subject. A generic type may be in <c>NameOfT</c>, a part of a partial type in <c>Name.Part</c>.
    /// </summary>
    public static IEnumerable<string> WrongTypes(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.Name != "Program"))
        {
            // A generic and a non-generic type of the same name count as one.
            DeclaredType[] main = [.. file.Types.Where(type => !type.MayShareFile).DistinctBy(type => type.Name)];
            if (file.Types is [])
                yield return $"{file.Path} declares no top-level type.";
            else if (main.Length > 1)
                yield return $"{file.Path} declares {string.Join(", ", main.Select(type => type.Name))}; a file has at most one class, struct or interface.";
            else if (main is [var type] && !IsNameOf(file, type))
                yield return $"{file.Path} declares {type.Name}; name the file after its type.";
            else if (main is [] && file.Types is [var only] && !IsNameOf(file, only))
                yield return $"{file.Path} declares {only.Name}; name the file after its type.";
        }
    }

    /// <summary>
    /// The folder is the namespace. Exceptions: everyday public types of the core are in <c>Vernier</c>, and classes named <c>…Extensions</c> may be in
    /// the namespaces of Microsoft that their users already import.
    /// </summary>
    public static IEnumerable<string> NamespaceIsNotFolder(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Name != "Program" && file.Namespace != file.Folder.Replace('/', '.') && !IsEverydayType(file) && !IsExtensions(file))
            .Select(file => $"{file.Path} is in namespace {file.Namespace ?? "(none)"} instead of {file.Folder.Replace('/', '.')}.");

    private static bool IsNameOf(SourceFile file, DeclaredType type) =>
        file.Name.Split('.')[0] is var name && (name == type.Name || (type.IsGeneric && name == type.Name + "OfT"));

    private static bool IsEverydayType(SourceFile file) =>
        file is { Namespace: "Vernier" } && file.Folder.StartsWith("Vernier/", StringComparison.Ordinal) && file.Types.Any(type => type.IsPublic);

    private static bool IsExtensions(SourceFile file) => ExtensionNamespaces.Contains(file.Namespace) && file.Name.EndsWith("Extensions", StringComparison.Ordinal);
}
