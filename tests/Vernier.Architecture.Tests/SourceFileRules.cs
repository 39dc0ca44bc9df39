using Vernier.Testing;

namespace Vernier.Architecture.Tests;

/// <summary>The rules for source files. Each returns one line for each violation.</summary>
internal static class SourceFileRules
{
    public const int MaxLines = 400;
    public const int MaxFilesInFolder = 28;

    private static readonly string[] ExtensionNamespaces = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder"];

    public static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Lines > MaxLines).Select(file => $"{file.Path} has {file.Lines} lines; split it (at most {MaxLines}).");

    public static IEnumerable<string> TooManyFiles(IEnumerable<SourceFile> files) =>
        files.GroupBy(file => file.Folder).Where(folder => folder.Count() > MaxFilesInFolder)
            .Select(folder => $"{folder.Key} has {folder.Count()} files; merge small types or split the folder (at most {MaxFilesInFolder}).");

    /// <summary>
    /// A file declares at most one public class, struct or interface. It may share the file with related internal types, enums, records, delegates,
    /// exceptions, attributes and static classes.
    /// </summary>
    public static IEnumerable<string> SeveralPublicTypes(IEnumerable<SourceFile> files) =>
        from file in files
        // A generic and a non-generic type of the same name count as one.
        let names = file.Types.Where(type => type.IsPublic && !type.MayShareFile).Select(type => type.Name).Distinct().ToList()
        where names.Count > 1
        select $"{file.Path} declares {string.Join(", ", names)}; a file has at most one public class, struct or interface.";

    /// <summary>
    /// A file is named after one of its types; a file that consists mostly of enums and records may be named after their subject. A generic type may
    /// be in <c>NameOfT</c>, a part of a partial type in <c>Name.Part</c>.
    /// </summary>
    public static IEnumerable<string> NotNamedAfterType(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.Name != "Program"))
        {
            if (file.Types is [])
                yield return $"{file.Path} declares no top-level type.";
            else if (!file.Types.Any(type => IsNameOf(file, type)) && !HasSubject(file))
                yield return $"{file.Path} declares {string.Join(", ", file.Types.Select(type => type.Name))}; name the file after its type.";
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
        file.Name.Split('.')[0] is var name && (name == type.Name || (type.IsGeneric && name.StartsWith(type.Name + "OfT", StringComparison.Ordinal)));

    private static bool HasSubject(SourceFile file) => file.Types.Count > 1 && file.Types.Count(type => type.MayShareFile) > file.Types.Count / 2;

    private static bool IsEverydayType(SourceFile file) =>
        file is { Namespace: "Vernier" } && file.Folder.StartsWith("Vernier/", StringComparison.Ordinal) && file.Types.Any(type => type.IsPublic);

    private static bool IsExtensions(SourceFile file) => ExtensionNamespaces.Contains(file.Namespace) && file.Name.EndsWith("Extensions", StringComparison.Ordinal);
}
