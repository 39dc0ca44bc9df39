namespace Vernier;

/// <summary>A place in a source file, as the compiler saw it.</summary>
/// <param name="File">The file; empty when it is not known.</param>
/// <param name="Line">The line, from 1; 0 when it is not known.</param>
public readonly record struct SourcePlace(string File, int Line);
