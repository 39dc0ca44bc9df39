namespace Vernier.Architecture.Tests.Samples.Tree.Below;

internal sealed record Used;
