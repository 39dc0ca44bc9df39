using Vernier.Definitions;
using Vernier.Systems.CcProxy.Hooks;

namespace Vernier.Systems.CcProxy.Labels;

/// <summary>The label of the events that were dropped.</summary>
internal readonly record struct HookEventLabels([property: Label(Description = "The event.")] HookEvent Event);
