using Vernier.Tests.Architecture.Samples.Tree.Below;

namespace Vernier.Tests.Architecture.Samples.Tree.Above;

internal sealed record User(Used Used);
