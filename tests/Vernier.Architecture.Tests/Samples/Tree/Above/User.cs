using Vernier.Architecture.Tests.Samples.Tree.Below;

namespace Vernier.Architecture.Tests.Samples.Tree.Above;

internal sealed record User(Used Used);
