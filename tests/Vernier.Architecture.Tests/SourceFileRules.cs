using Vernier.Testing;
namespace Vernier.Architecture.Tests;

/// <summary>What every source file has to keep. Each rule returns one line for each violation.</summary>
internal static class SourceFileRules
{
    public const int MaxLines = 400;

    public static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Lines > MaxLines).Select(file => $"{file.Path} has {file.Lines} lines; split it (at most {MaxLines}).");

    /// <summary>One top-level type a file, named as the file; a generic one may be <c>NameOfT</c>, a part of a partial one <c>Name.Part</c>.</summary>
    public static IEnumerable<string> TypeIsNotFileName(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.Name != "Program"))
        {
            if (file.Types is not [var type])
                yield return $"{file.Path} declares {(file.Types is [] ? "no top-level type" : string.Join(", ", file.Types.Select(type => type.Name)))}; a file holds one.";
            else if (file.Name.Split('.')[0] is var name && name != type.Name && !(type.IsGeneric && name == type.Name + "OfT"))
                yield return $"{file.Path} declares {type.Name}; name the file after its type.";
        }
    }

    public static IEnumerable<string> NamespaceIsNotFolder(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Name != "Program" && file.Namespace != file.ExpectedNamespace)
            .Select(file => $"{file.Path} is in namespace {file.Namespace ?? "(none)"}; its folder says {file.ExpectedNamespace}.");
}
