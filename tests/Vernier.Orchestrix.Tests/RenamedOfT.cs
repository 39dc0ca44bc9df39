using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Tests;

public sealed record Renamed<T>(T From, T To) : Event;
