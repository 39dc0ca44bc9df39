using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Vernier.Architecture.Tests;

/// <summary>
/// Finds the folder of a type's source file in the debug symbols. Methods point to their file by their sequence points; for a type without method
/// bodies the compiler writes the custom debug information <c>TypeDefinitionDocuments</c> (specification: PortablePdb-Metadata.md in dotnet/runtime).
/// </summary>
internal sealed class SourceFolders : IDisposable
{
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");
    private static readonly string[] TopFolders = ["src", "systems", "tests"];

    private readonly MetadataReader _metadata;
    private readonly MetadataReaderProvider _symbolsProvider;
    private readonly MetadataReader _symbols;
    private readonly string _project;

    public SourceFolders(PEReader file, string assembly)
    {
        _metadata = file.GetMetadataReader();
        _project = Path.GetFileNameWithoutExtension(assembly);
        if (!file.TryOpenAssociatedPortablePdb(assembly, path => File.Exists(path) ? File.OpenRead(path) : null, out _symbolsProvider!, out _))
            throw new FileNotFoundException($"Debug symbols of {assembly} not found.");
        _symbols = _symbolsProvider.GetMetadataReader();
    }

    /// <summary>The path from the folder of the project, such as <c>Vernier/Registry</c>; null when no source file of the project declares the type.</summary>
    public string? Of(TypeDefinitionHandle type) =>
        Documents(type).Select(document => FolderOf(_symbols.GetString(_symbols.GetDocument(document).Name))).FirstOrDefault(folder => folder is not null);

    public void Dispose() => _symbolsProvider.Dispose();

    private IEnumerable<DocumentHandle> Documents(TypeDefinitionHandle type)
    {
        foreach (var information in _symbols.GetCustomDebugInformation(type).Select(_symbols.GetCustomDebugInformation))
        {
            if (_symbols.GetGuid(information.Kind) != TypeDefinitionDocuments)
                continue;
            var rows = _symbols.GetBlobReader(information.Value);
            while (rows.RemainingBytes > 0)
                yield return MetadataTokens.DocumentHandle(rows.ReadCompressedInteger());
        }
        foreach (var method in _metadata.GetTypeDefinition(type).GetMethods())
        {
            foreach (var point in _symbols.GetMethodDebugInformation(method).GetSequencePoints())
                yield return point.Document;
        }
    }

    private string? FolderOf(string document)
    {
        var path = document.Replace('\\', '/');
        foreach (var top in TopFolders)
        {
            var start = path.LastIndexOf($"/{top}/{_project}/", StringComparison.Ordinal);
            if (start >= 0)
                return Path.GetDirectoryName(path[(start + top.Length + 2)..])!.Replace('\\', '/');
        }
        return null;
    }
}
