using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Vernier.Architecture.Tests;

/// <summary>
/// Reads from a compiled assembly which types refer to which other types: by base types, constraints, attributes, fields, signatures and method bodies.
/// Uses of constants are not found, because the compiler copies the values.
/// </summary>
internal sealed class TypeUseReader
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly SourceFolders _folders;

    private TypeUseReader(PEReader file, SourceFolders folders) => (_file, _metadata, _folders) = (file, file.GetMetadataReader(), folders);

    public static IReadOnlyList<TypeUse> Read(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        using var folders = new SourceFolders(file, assembly);
        var reader = new TypeUseReader(file, folders);
        return [.. reader._metadata.TypeDefinitions.SelectMany(reader.UsesOf)];
    }

    private IEnumerable<TypeUse> UsesOf(TypeDefinitionHandle handle)
    {
        var used = new UsedTypes(_metadata);
        var type = _metadata.GetTypeDefinition(handle);
        if (!type.BaseType.IsNil)
            used.Add(type.BaseType);
        used.Add(type.GetCustomAttributes());
        used.Add(type.GetGenericParameters());
        foreach (var implemented in type.GetInterfaceImplementations())
            used.Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        foreach (var property in type.GetProperties())
            used.Add(_metadata.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(used, default);
            used.Add(field.GetCustomAttributes());
        }
        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
            AddMethod(used, method);

        var from = Name(handle);
        return used.Types.Where(to => to != handle).Select(to => new TypeUse(from, Name(to)));
    }

    private void AddMethod(UsedTypes used, MethodDefinition method)
    {
        method.DecodeSignature(used, default);
        used.Add(method.GetCustomAttributes());
        used.Add(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters())
            used.Add(_metadata.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            used.Add(body.LocalSignature);
        foreach (var caught in body.ExceptionRegions.Select(region => region.CatchType).Where(type => !type.IsNil))
            used.Add(caught);
        foreach (var token in IntermediateCode.Tokens(body.GetILReader()))
            used.Add(token);
    }

    private TypeName Name(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var name = _metadata.GetString(type.Name);
        if (type.GetDeclaringType().IsNil)
            return new(_folders.Of(handle), name);
        var outer = Name(type.GetDeclaringType());
        return outer with { Name = $"{outer.Name}+{name}" };
    }
}
