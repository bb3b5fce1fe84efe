using System.Collections.Generic;
using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace PostHogPS.TestKit.Layers;

/// <summary>Collects the types of an assembly that its signatures and metadata tokens name.</summary>
internal sealed class TypeCollector : ISignatureTypeProvider<object?, object?>
{
    private readonly MetadataReader _metadata;

    public TypeCollector(MetadataReader metadata) => _metadata = metadata;

    public HashSet<TypeDefinitionHandle> Types { get; } = [];

    public void Add(EntityHandle token)
    {
        if (token.IsNil)
            return;
        switch (token.Kind)
        {
            case HandleKind.TypeDefinition:
                Types.Add((TypeDefinitionHandle)token);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(this, null);
                break;
            case HandleKind.MethodDefinition:
                Types.Add(_metadata.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Types.Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                AddMember(_metadata.GetMemberReference((MemberReferenceHandle)token));
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = _metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                Add(method.Method);
                method.DecodeSignature(this, null);
                break;
            case HandleKind.StandaloneSignature:
                StandaloneSignature signature = _metadata.GetStandaloneSignature((StandaloneSignatureHandle)token);
                if (signature.GetKind() == StandaloneSignatureKind.Method)
                    signature.DecodeMethodSignature(this, null);
                break;
        }
    }

    public object? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        Types.Add(handle);
        return null;
    }

    public object? GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        Add(handle);
        return null;
    }

    public object? GetArrayType(object? elementType, ArrayShape shape) => null;

    public object? GetByReferenceType(object? elementType) => null;

    public object? GetFunctionPointerType(MethodSignature<object?> signature) => null;

    public object? GetGenericInstantiation(object? genericType, ImmutableArray<object?> typeArguments) => null;

    public object? GetGenericMethodParameter(object? genericContext, int index) => null;

    public object? GetGenericTypeParameter(object? genericContext, int index) => null;

    public object? GetModifiedType(object? modifier, object? unmodifiedType, bool isRequired) => null;

    public object? GetPinnedType(object? elementType) => null;

    public object? GetPointerType(object? elementType) => null;

    public object? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

    public object? GetSZArrayType(object? elementType) => null;

    public object? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => null;

    private void AddMember(MemberReference member)
    {
        Add(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method)
            member.DecodeMethodSignature(this, null);
        else
            member.DecodeFieldSignature(this, null);
    }
}
