namespace Vernier.Runtime.Procfs;

/// <summary>Takes what is wanted out of a file's text; throws <see cref="FormatException"/>, which says what was expected, when it is not there.</summary>
internal delegate T ProcParser<out T>(ReadOnlySpan<byte> text);
