using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Vernier.Architecture.Tests;

/// <summary>
/// Collects the types of an assembly that handles and signatures refer to. As a signature provider it returns nothing and only records the type definitions
/// that the decoder encounters.
/// </summary>
internal sealed class UsedTypes(MetadataReader metadata) : ISignatureTypeProvider<ValueTuple, ValueTuple>
{
    private readonly HashSet<TypeDefinitionHandle> _types = [];

    public IReadOnlyCollection<TypeDefinitionHandle> Types => _types;

    public void Add(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _types.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, default);
                break;
            case HandleKind.MethodDefinition:
                _types.Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                _types.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                var instance = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(instance.Method);
                instance.DecodeSignature(this, default);
                break;
            case HandleKind.MemberReference:
                AddMember(metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.StandaloneSignature:
                AddSignature(metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle));
                break;
        }
    }

    public void Add(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            Add(metadata.GetCustomAttribute(attribute).Constructor);
    }

    public void Add(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(metadata.GetGenericParameter))
        {
            Add(parameter.GetCustomAttributes());
            foreach (var constraint in parameter.GetConstraints())
                Add(metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void AddMember(MemberReference member)
    {
        Add(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method)
            member.DecodeMethodSignature(this, default);
        else
            member.DecodeFieldSignature(this, default);
    }

    private void AddSignature(StandaloneSignature signature)
    {
        if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
            signature.DecodeLocalSignature(this, default);
        else
            signature.DecodeMethodSignature(this, default);
    }

    public ValueTuple GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        _types.Add(handle);
        return default;
    }

    public ValueTuple GetTypeFromSpecification(MetadataReader reader, ValueTuple genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        Add(handle);
        return default;
    }

    public ValueTuple GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => default;

    public ValueTuple GetArrayType(ValueTuple elementType, ArrayShape shape) => default;

    public ValueTuple GetByReferenceType(ValueTuple elementType) => default;

    public ValueTuple GetFunctionPointerType(MethodSignature<ValueTuple> signature) => default;

    public ValueTuple GetGenericInstantiation(ValueTuple genericType, ImmutableArray<ValueTuple> typeArguments) => default;

    public ValueTuple GetGenericMethodParameter(ValueTuple genericContext, int index) => default;

    public ValueTuple GetGenericTypeParameter(ValueTuple genericContext, int index) => default;

    public ValueTuple GetModifiedType(ValueTuple modifier, ValueTuple unmodifiedType, bool isRequired) => default;

    public ValueTuple GetPinnedType(ValueTuple elementType) => default;

    public ValueTuple GetPointerType(ValueTuple elementType) => default;

    public ValueTuple GetPrimitiveType(PrimitiveTypeCode typeCode) => default;

    public ValueTuple GetSZArrayType(ValueTuple elementType) => default;
}
