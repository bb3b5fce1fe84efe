using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace PostHogPS.TestKit.Layers;

/// <summary>A type that is not nested, with the source file it was compiled from.</summary>
public sealed record SourceType(string Name, string Namespace, string Folder, string File);

/// <summary>One type that uses another type of the same assembly.</summary>
public sealed record TypeUse(SourceType From, SourceType To);

/// <summary>
/// Reads from compiled code which types use which: base types, interfaces, signatures, attributes, locals and instructions. Nested
/// types, also generated ones, count as their outermost type. Constants leave no trace in compiled code.
/// </summary>
internal sealed class AssemblyReader : IDisposable
{
    // Documents of types without method bodies, in portable PDBs.
    private static readonly Guid TypeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");
    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value, code => code.OperandType);

    private readonly string _rootNamespace;
    private readonly string _project;
    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly MetadataReaderProvider? _symbolFile;
    private readonly MetadataReader? _symbols;
    private readonly Dictionary<string, TypeDefinitionHandle> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<TypeDefinitionHandle, SourceType?> _sources = [];

    public AssemblyReader(string path, string rootNamespace)
    {
        _rootNamespace = rootNamespace;
        _project = Path.GetFileNameWithoutExtension(path);
        _image = new PEReader(File.OpenRead(path));
        _metadata = _image.GetMetadataReader();
        DebugDirectoryEntry embedded = _image.ReadDebugDirectory().FirstOrDefault(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        if (embedded.DataSize > 0)
        {
            _symbolFile = _image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
            _symbols = _symbolFile.GetMetadataReader();
        }

        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
            _byName[FullName(handle)] = handle;
    }

    public void Dispose()
    {
        _symbolFile?.Dispose();
        _image.Dispose();
    }

    public IReadOnlyList<SourceType> Types() => [.. _metadata.TypeDefinitions.Where(h => Outermost(h) == h).Select(Source).OfType<SourceType>()];

    public IReadOnlyList<TypeUse> Uses()
    {
        var found = new HashSet<TypeUse>();
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            if (Source(Outermost(handle)) is not { } from)
                continue;
            var used = new TypeCollector(_metadata);
            Collect(handle, used);
            foreach (TypeDefinitionHandle target in used.Types)
            {
                if (Source(Outermost(target)) is { } to && to != from)
                    found.Add(new TypeUse(from, to));
            }
        }

        return [.. found];
    }

    private void Collect(TypeDefinitionHandle handle, TypeCollector used)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        used.Add(type.BaseType);
        foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
            used.Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        Collect(type.GetGenericParameters(), used);
        Collect(type.GetCustomAttributes(), used);
        foreach (FieldDefinitionHandle field in type.GetFields())
        {
            FieldDefinition definition = _metadata.GetFieldDefinition(field);
            definition.DecodeSignature(used, null);
            Collect(definition.GetCustomAttributes(), used);
        }

        foreach (PropertyDefinitionHandle property in type.GetProperties())
            Collect(_metadata.GetPropertyDefinition(property).GetCustomAttributes(), used);
        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            MethodDefinition definition = _metadata.GetMethodDefinition(method);
            definition.DecodeSignature(used, null);
            Collect(definition.GetGenericParameters(), used);
            Collect(definition.GetCustomAttributes(), used);
            foreach (ParameterHandle parameter in definition.GetParameters())
                Collect(_metadata.GetParameter(parameter).GetCustomAttributes(), used);
            if (definition.RelativeVirtualAddress != 0)
                Collect(_image.GetMethodBody(definition.RelativeVirtualAddress), used);
        }
    }

    private void Collect(GenericParameterHandleCollection parameters, TypeCollector used)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle constraint in _metadata.GetGenericParameter(parameter).GetConstraints())
                used.Add(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void Collect(CustomAttributeHandleCollection attributes, TypeCollector used)
    {
        foreach (CustomAttributeHandle handle in attributes)
        {
            CustomAttribute attribute = _metadata.GetCustomAttribute(handle);
            used.Add(attribute.Constructor);
            CollectTypeNames(_metadata.GetBlobBytes(attribute.Value), used);
        }
    }

    // A typeof in an attribute is text in its blob, with the length of the name before it.
    private void CollectTypeNames(byte[] blob, TypeCollector used)
    {
        byte[] root = Encoding.UTF8.GetBytes(_rootNamespace + ".");
        for (int at = 1; at + root.Length <= blob.Length; at++)
        {
            if (!blob.AsSpan(at).StartsWith(root))
                continue;
            int length = at > 1 && (blob[at - 2] & 0xC0) == 0x80 ? ((blob[at - 2] & 0x3F) << 8) | blob[at - 1] : blob[at - 1];
            if (at + length <= blob.Length && _byName.TryGetValue(Encoding.UTF8.GetString(blob, at, length).Split(',')[0], out TypeDefinitionHandle type))
                used.Types.Add(type);
        }
    }

    private void Collect(MethodBodyBlock body, TypeCollector used)
    {
        if (!body.LocalSignature.IsNil)
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(used, null);
        foreach (ExceptionRegion region in body.ExceptionRegions)
            used.Add(region.CatchType);
        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            short value = code.ReadByte();
            if (value == 0xFE)
                value = unchecked((short)(0xFE00 | code.ReadByte()));
            switch (Operands[value])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    used.Add((EntityHandle)MetadataTokens.Handle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle handle)
    {
        while (_metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
            handle = outer;
        return handle;
    }

    private string FullName(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string name = _metadata.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer)
            return FullName(outer) + "+" + name;
        string space = _metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    /// <summary>Null for types that the compiler or a source package added.</summary>
    private SourceType? Source(TypeDefinitionHandle handle)
    {
        if (_sources.TryGetValue(handle, out SourceType? known))
            return known;
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string space = _metadata.GetString(type.Namespace);
        string name = _metadata.GetString(type.Name).Split('`')[0];
        string? file = Documents(handle).Select(WithinProject).FirstOrDefault(f => f is not null && !f.StartsWith("obj/", StringComparison.Ordinal));
        SourceType? source = null;
        if (file is not null)
            source = new SourceType(name, space, Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder.Replace('\\', '/') : ".", file);
        else if (space == _rootNamespace || space.StartsWith(_rootNamespace + ".", StringComparison.Ordinal))
            source = Guess(name, space);
        _sources[handle] = source;
        return source;
    }

    // Without symbols: a folder is a namespace, a file is named after its type.
    private SourceType Guess(string name, string space)
    {
        string folder = space == _rootNamespace ? "." : space[(_rootNamespace.Length + 1)..].Replace('.', '/');
        return new SourceType(name, space, folder, folder == "." ? name + ".cs" : folder + "/" + name + ".cs");
    }

    private string? WithinProject(string document)
    {
        string path = document.Replace('\\', '/');
        string project = "/" + _project + "/";
        int at = path.LastIndexOf(project, StringComparison.Ordinal);
        return at < 0 ? null : path[(at + project.Length)..];
    }

    private IEnumerable<string> Documents(TypeDefinitionHandle handle)
    {
        if (_symbols is null)
            yield break;
        foreach (MethodDefinitionHandle method in _metadata.GetTypeDefinition(handle).GetMethods())
        {
            MethodDebugInformation lines = _symbols.GetMethodDebugInformation(method);
            if (!lines.Document.IsNil)
                yield return _symbols.GetString(_symbols.GetDocument(lines.Document).Name);
        }

        foreach (CustomDebugInformationHandle information in _symbols.GetCustomDebugInformation(handle))
        {
            CustomDebugInformation entry = _symbols.GetCustomDebugInformation(information);
            if (_symbols.GetGuid(entry.Kind) != TypeDocuments)
                continue;
            BlobReader numbers = _symbols.GetBlobReader(entry.Value);
            while (numbers.RemainingBytes > 0)
                yield return _symbols.GetString(_symbols.GetDocument(MetadataTokens.DocumentHandle(numbers.ReadCompressedInteger())).Name);
        }

        foreach (TypeDefinitionHandle nested in _metadata.GetTypeDefinition(handle).GetNestedTypes())
        {
            foreach (string document in Documents(nested))
                yield return document;
        }
    }
}
