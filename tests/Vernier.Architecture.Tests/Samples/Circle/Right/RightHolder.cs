using Vernier.Architecture.Tests.Samples.Circle.Left;

namespace Vernier.Architecture.Tests.Samples.Circle.Right;

/// <summary>Only the type argument of a field refers to another folder.</summary>
internal sealed record RightHolder(List<LeftHeld.Nested[]>? Held);
