// What a screen is drawn with: Preact and its tagged templates, from one place.
export {
  html,
  render,
  useCallback,
  useEffect,
  useErrorBoundary,
  useMemo,
  useRef,
  useState,
} from "../../vendor/htm/standalone.module.js";
