namespace Vernier.Runtime.Procfs;

/// <summary>Reads fields separated by single spaces, in ascending order of their numbers. Numbers start at 1, as in the manual page.</summary>
internal ref struct ProcFields
{
    private ReadOnlySpan<byte> _rest;
    private int _number;

    /// <param name="text">The text, starting with a field.</param>
    /// <param name="first">The number of that field.</param>
    public ProcFields(ReadOnlySpan<byte> text, int first)
    {
        _rest = text;
        _number = first;
    }

    /// <summary>Reads the number in a field.</summary>
    /// <exception cref="FormatException">The field does not exist or is not a number.</exception>
    public ulong Number(int number, string name)
    {
        for (; _number < number; _number++)
        {
            var space = _rest.IndexOf((byte)' ');
            if (space < 0)
                throw new FormatException($"expected field {number} ({name}), found {_number} fields.");
            _rest = _rest[(space + 1)..];
        }
        var end = _rest.IndexOfAny((byte)' ', (byte)'\n');
        return ProcText.Number(end < 0 ? _rest : _rest[..end], $"field {number} ({name})");
    }
}
