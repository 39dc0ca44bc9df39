namespace Vernier;

/// <summary>A location in a source file, as recorded by the compiler.</summary>
/// <param name="File">The path of the file; empty if unknown.</param>
/// <param name="Line">The line, starting at 1; 0 if unknown.</param>
public readonly record struct SourceLocation(string File, int Line);
