namespace Vernier.Tests.Architecture.Samples.Tree.Below;

internal sealed record Used;
