using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Vernier.Architecture.Tests;

/// <summary>
/// Reads from a compiled assembly which of its types use which: bases, constraints, attributes, fields, signatures, and everything
/// in the bodies of methods. Constants leave no trace there, because the compiler copies them.
/// </summary>
internal sealed class TypeUseReader
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    private TypeUseReader(PEReader file) => (_file, _metadata) = (file, file.GetMetadataReader());

    public static IReadOnlyList<TypeUse> Read(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = new TypeUseReader(file);
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
            return new(_metadata.GetString(type.Namespace), name);
        var outer = Name(type.GetDeclaringType());
        return outer with { Name = $"{outer.Name}+{name}" };
    }
}
