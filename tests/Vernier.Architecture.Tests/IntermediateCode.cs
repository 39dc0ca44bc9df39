using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Vernier.Architecture.Tests;

/// <summary>Reads the metadata tokens in the body of a method (ECMA-335, III.1.9: every instruction is an opcode and an operand of a fixed type).</summary>
internal static class IntermediateCode
{
    private const byte TwoByteOpcode = 0xFE;

    private static readonly Dictionary<ushort, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(opcode => (ushort)opcode.Value, opcode => opcode.OperandType);

    public static IEnumerable<EntityHandle> Tokens(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            ushort opcode = code.ReadByte();
            if (opcode == TwoByteOpcode)
                opcode = (ushort)(TwoByteOpcode << 8 | code.ReadByte());
            switch (Operands[opcode])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    yield return MetadataTokens.EntityHandle(code.ReadInt32());
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += targets * sizeof(int);
                    break;
                case var operand:
                    code.Offset += Size(operand);
                    break;
            }
        }
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new NotSupportedException($"Operand {operand}."),
    };
}
