namespace Vernier.Fuzzing;

/// <summary>A parser returned a wrong result.</summary>
internal sealed class FuzzException(string message) : Exception(message);
