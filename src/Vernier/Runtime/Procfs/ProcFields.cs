namespace Vernier.Runtime.Procfs;

/// <summary>Reads fields between single spaces, in ascending order of their numbers, which the manual page counts from 1.</summary>
internal ref struct ProcFields
{
    private ReadOnlySpan<byte> _rest;
    private int _number;

    /// <param name="text">The text from one field on.</param>
    /// <param name="first">The number of that field.</param>
    public ProcFields(ReadOnlySpan<byte> text, int first)
    {
        _rest = text;
        _number = first;
    }

    /// <summary>The number in a field.</summary>
    /// <exception cref="FormatException">There is no such field, or it holds no number.</exception>
    public ulong Number(int number, string name)
    {
        for (; _number < number; _number++)
        {
            var space = _rest.IndexOf((byte)' ');
            if (space < 0)
                throw new FormatException($"expected field {number} ({name}), found the end after field {_number}.");
            _rest = _rest[(space + 1)..];
        }
        var end = _rest.IndexOfAny((byte)' ', (byte)'\n');
        return ProcText.Number(end < 0 ? _rest : _rest[..end], $"field {number} ({name})");
    }
}
